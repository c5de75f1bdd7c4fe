"""The style sheet of the window: spacing, corners, lines and what has the focus."""

from app.ui.look.theme import Colours

CONTROL_HEIGHT_PX = 32
"""Of everything that stands in a row of a dialog: buttons and fields of every kind."""


def stylesheet(c: Colours) -> str:
    return _frame(c) + _buttons(c) + _texts(c) + _fields(c) + _choices(c) + _workspaces(c)


def _frame(c: Colours) -> str:
    return f"""
QMainWindow, QDialog {{ background: {c.window}; }}
QMenuBar {{ background: {c.surface}; color: {c.text}; padding: 2px 8px; }}
QMenuBar::item {{ background: transparent; padding: 5px 8px; border-radius: 5px; }}
QMenuBar::item:selected {{ background: {c.raised}; }}
QMenu {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.line}; padding: 6px; }}
QMenu::item {{ padding: 6px 28px 6px 26px; border-radius: 5px; }}
QMenu::item:selected {{ background: {c.raised}; }}
QMenu::item:disabled {{ color: {c.quiet}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 6px 4px; }}
QMenu::indicator {{ width: 14px; height: 14px; left: 6px; }}
QStatusBar {{
  background: {c.surface}; padding-left: 6px; border-top: 1px solid {c.line}; color: {c.text}; min-height: 28px;
}}
QStatusBar::item {{ border: none; }}
QStatusBar QPushButton {{ padding: 2px 12px; min-height: 0; }}
QSplitter::handle {{ background: {c.line}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.line}; padding: 4px; }}
#controls {{ background: {c.surface}; border-bottom: 1px solid {c.line}; }}
#readings, #timeline {{ background: {c.surface}; }}
#readings {{ border: 1px solid transparent; }}
#readings:focus {{ border-color: {c.accent}; }}
#seek-bar {{ background: {c.surface}; border-top: 1px solid {c.line}; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {c.raised}; }}
QSlider::sub-page:horizontal {{ border-radius: 2px; background: {c.accent}; }}
QSlider::handle:horizontal {{
  width: 12px; height: 12px; margin: -5px 0; border-radius: 7px; background: {c.accent}; border: 1px solid {c.surface};
}}
QSlider:focus {{ border: 1px solid {c.accent}; border-radius: 6px; }}
QSlider {{ border: 1px solid transparent; padding: 4px; }}
#banner {{ background: {c.notice}; }}
#banner QLabel {{ color: {c.on_notice}; }}
#card {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 12px; }}
#page {{ background: {c.window}; }}
#ways-out {{ background: {c.surface}; border-top: 1px solid {c.line}; }}
"""


def _buttons(c: Colours) -> str:
    return f"""
QToolButton, QPushButton {{
  background: transparent; color: {c.text}; border: 1px solid transparent; border-radius: 7px; padding: 6px 10px;
}}
QPushButton {{
  background: {c.raised}; border-color: {c.line}; padding: 7px 16px; min-height: {CONTROL_HEIGHT_PX - 16}px;
}}
QToolButton:hover, QPushButton:hover {{ background: {c.raised}; border-color: {c.line}; }}
QToolButton:pressed, QPushButton:pressed {{ background: {c.line}; }}
QToolButton:checked {{ background: {c.raised}; border-color: {c.line}; color: {c.accent}; }}
QToolButton:disabled, QPushButton:disabled {{ color: {c.quiet}; }}
QToolButton:focus, QPushButton:focus {{ border-color: {c.accent}; }}
QPushButton:default, QPushButton[primary="true"] {{
  background: {c.accent}; color: {c.on_accent}; border-color: {c.accent};
}}
QPushButton[primary="true"]:focus, QPushButton:default:focus {{ border: 2px solid {c.text}; padding: 6px 15px; }}
QPushButton[primary="true"]:disabled {{ background: {c.raised}; color: {c.quiet}; border-color: {c.line}; }}
#live-light {{ color: {c.accent}; font-weight: 600; padding: 2px 8px; }}
#record-light {{ color: {c.record}; font-weight: 600; padding: 2px 22px 2px 8px; }}
#source {{ background: {c.raised}; border-color: {c.line}; }}
QToolButton[opens="true"] {{ padding-right: 24px; }}
#record:checked {{ color: {c.record}; }}
#source:focus {{ border-color: {c.accent}; }}
QToolButton::menu-indicator {{ subcontrol-position: right center; right: 8px; }}
"""


def _texts(c: Colours) -> str:
    return f"""
QLabel {{ color: {c.text}; background: transparent; }}
QLabel[tone="quiet"] {{ color: {c.quiet}; }}
QLabel[tone="good"], QLabel[tone="bad"] {{ font-weight: 700; }}
QLabel[tone="good"] {{ color: {c.accent}; }}
QLabel[tone="section"] {{ color: {c.quiet}; font-size: 11px; font-weight: 600; }}
QLabel[tone="strong"] {{ font-weight: 600; }}
QLabel[tone="lead"] {{ font-size: 14px; font-weight: 600; }}
QLabel[tone="body"] {{ font-size: 13px; color: {c.quiet}; }}
QLabel[tone="title"] {{ font-size: 18px; font-weight: 600; }}
QLabel[tone="display"] {{ font-size: 26px; font-weight: 600; }}
QLabel[tone="key"] {{
  background: {c.raised}; border: 1px solid {c.line}; border-radius: 5px; padding: 2px 7px; font-size: 12px;
}}
"""


def _fields(c: Colours) -> str:
    return f"""
QDialog QLineEdit {{
  background: {c.surface}; color: {c.text}; border: 1px solid {c.line}; border-radius: 4px; padding: 4px 6px;
  min-height: {CONTROL_HEIGHT_PX - 10}px;
}}
QDialog QAbstractSpinBox QLineEdit {{ border: none; padding: 0 2px; min-height: 0; background: transparent; }}
QDialog QLineEdit:focus {{ border-color: {c.accent}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {c.line}; border-radius: 3px; margin: 2px; min-height: 32px; }}
QScrollBar::handle:vertical:hover {{ background: {c.quiet}; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {c.line}; border-radius: 3px; margin: 2px; min-width: 32px; }}
QScrollBar::handle:horizontal:hover {{ background: {c.quiet}; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: transparent; width: 0; height: 0;
}}
QListWidget {{
  background: {c.surface}; color: {c.text}; border: 1px solid {c.line}; border-radius: 7px; padding: 4px; outline: none;
}}
QListWidget::item {{ padding: 7px 8px; border-radius: 5px; }}
QListWidget::item:selected {{ background: {c.raised}; color: {c.text}; }}
QListWidget:focus {{ border-color: {c.accent}; }}
QCheckBox {{ color: {c.text}; spacing: 8px; padding: 3px; border: 1px solid transparent; border-radius: 5px; }}
QCheckBox:focus {{ border-color: {c.accent}; }}
QCheckBox:disabled {{ color: {c.quiet}; }}
"""


def _workspaces(c: Colours) -> str:
    return f"""
#workspaces QToolButton {{ padding: 3px 8px; }}
#work {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 8px; }}
QProgressBar {{ background: {c.raised}; border: none; border-radius: 4px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
"""


def _choices(c: Colours) -> str:
    """The arrow is a border of which one side is seen: a style sheet draws none by itself."""
    return f"""
QComboBox {{
  background: {c.surface}; color: {c.text}; border: 1px solid {c.line}; border-radius: 4px; padding: 3px 8px;
  min-height: {CONTROL_HEIGHT_PX - 8}px;
}}
QComboBox:disabled {{ color: {c.quiet}; }}
QComboBox:focus {{ border-color: {c.accent}; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{
  width: 0; height: 0; border-left: 4px solid {c.surface}; border-right: 4px solid {c.surface};
  border-top: 5px solid {c.quiet};
}}
QComboBox QAbstractItemView {{
  background: {c.surface}; color: {c.text}; border: 1px solid {c.line}; outline: none; padding: 4px;
  selection-background-color: {c.raised}; selection-color: {c.text};
}}
"""
