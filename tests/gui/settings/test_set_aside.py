"""A settings file that cannot be read: the window opens with the defaults, and a message says where the file is."""

from PySide6.QtWidgets import QMessageBox

from app.settings import Settings, read_settings


def test_a_file_that_is_set_aside_is_told_in_a_message(studio, tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text("theme = [[[")
    loaded = read_settings(file)
    window = studio.window(loaded.settings)
    assert not window.findChildren(QMessageBox)
    window.tell(loaded.warnings)
    (message,) = window.findChildren(QMessageBox)
    studio.wait(message.isVisible)
    assert "settings.toml.broken and the defaults are used" in message.text()
    assert (tmp_path / "settings.toml.broken").read_text() == "theme = [[["
    assert loaded.settings == Settings()
    message.accept()
    studio.wait(lambda: not message.isVisible())


def test_nothing_is_told_of_a_file_that_is_as_it_should_be(studio, tmp_path):
    window = studio.window()
    window.tell(read_settings(tmp_path / "none.toml").warnings)
    assert not window.findChildren(QMessageBox)
