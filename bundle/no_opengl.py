"""Stands for Qt's OpenGL bindings in the bundle: pyqtgraph imports them (10 MB), and Poise draws its charts without."""

import sys
from types import ModuleType

from PySide6.QtWidgets import QWidget

for name in ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"):
    module = ModuleType(name, "Nothing: Poise draws without OpenGL.")
    vars(module)["QOpenGLWidget"] = QWidget  # pyqtgraph derives a class from it when it is imported
    sys.modules[name] = module
