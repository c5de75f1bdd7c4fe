"""The one gate: every purpose has a setting of its own that is false at first."""

from dataclasses import fields

from PySide6.QtCore import QObject

from app.settings import Settings
from app.ui.session import consent as module
from app.ui.session.bridge import Background
from app.ui.session.consent import Consent, Purpose
from app.ui.settings.keeper import SettingsKeeper


def test_every_purpose_has_a_setting_of_its_own_that_says_no_at_first() -> None:
    assert set(module._SETTINGS) == set(Purpose)
    assert len(set(module._SETTINGS.values())) == len(Purpose)
    defaults = {entry.name: entry.default for entry in fields(Settings)}
    assert not any(defaults[name] for name in module._SETTINGS.values())


def test_it_is_given_and_withdrawn_and_kept_in_the_settings(qapp: object) -> None:
    saved: list[Settings] = []
    parent = QObject()
    keeper = SettingsKeeper(Settings(), saved.append, Background(), parent)
    consent = Consent(keeper)
    for purpose in Purpose:
        assert not consent.given(purpose)
        consent.give(purpose)
        assert consent.given(purpose)
    consent.withdraw(Purpose.ANALYSE)
    assert not consent.given(Purpose.ANALYSE)
    assert not keeper.settings.notice_accepted
