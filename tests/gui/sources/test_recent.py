"""The files and addresses chosen last, in the menu of sources."""

from PySide6.QtWidgets import QMenu

from app.settings import Settings
from app.ui.sources.recent import MOST, shown, with_newest


def menu(window):
    return next(each for each in window.findChildren(QMenu) if each.title() == "Choose &source")


def entry(window, text):
    return next((action for action in menu(window).actions() if action.text() == text), None)


def test_the_newest_stands_first_once_and_five_are_kept():
    recent = ()
    for name in ("a", "b", "c", "a", "d", "e", "f"):
        recent = with_newest(f"/films/{name}.mp4", recent)
    assert [shown(source) for source in recent] == ["f.mp4", "e.mp4", "d.mp4", "a.mp4", "c.mp4"]
    assert len(recent) == MOST


def test_cameras_and_the_demo_are_not_listed_nor_what_would_fill_the_settings():
    for source in ("", "demo", "0", "camera:desk", "/" + "x" * 4000):
        assert with_newest(source, ("/a.mp4",)) == ("/a.mp4",)


def test_an_address_is_listed_once_and_shown_without_its_password():
    old = "rtsp://camera.local/live"
    new = "rtsp://me:secret@camera.local/live"
    assert with_newest(new, (old,)) == (new,)
    assert shown(new) == old


def test_a_recent_file_is_opened_from_the_menu_and_the_list_can_be_cleared(studio):
    recent = ("/films/tom & anna.mp4", "rtsp://me:secret@camera.local/live")
    window = studio.window(Settings(notice_accepted=True, recent_sources=recent))
    assert all("secret" not in action.text() + action.toolTip() for action in menu(window).actions())
    entry(window, "tom && anna.mp4").trigger()
    studio.wait(lambda: studio.opened[-1:] == [recent[0]])
    assert entry(window, "tom && anna.mp4").isChecked()
    entry(window, "Clear list").trigger()
    assert entry(window, "tom && anna.mp4") is None and entry(window, "Clear list") is None
    studio.wait(lambda: studio.saved and studio.saved[-1].recent_sources == ())


def test_a_file_that_was_chosen_is_kept(studio):
    window = studio.window()
    window._live.choose("/films/new.mp4")
    assert entry(window, "new.mp4") is not None
    studio.wait(lambda: studio.saved and studio.saved[-1].recent_sources == ("/films/new.mp4",))
