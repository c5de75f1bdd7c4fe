"""How OpenCV is told to capture: quietly, and through one backend for each system.

Importing this module sets what OpenCV reads from the environment when it opens its first source.
"""

import os
import sys

import cv2

_ENVIRONMENT = {
    "OPENCV_FFMPEG_LOGLEVEL": "-8",  # FFmpeg's own lines on standard error; our errors say what they mean
    "OPENCV_AVFOUNDATION_SKIP_AUTH": "1",  # macOS: the window asks for the camera, OpenCV may not ask from a thread
    "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS": "0",  # Windows: opening takes up to half a minute with them
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "3",  # Linux: seconds until a read of a camera that hangs gives up
}
for _key, _value in _ENVIRONMENT.items():
    os.environ.setdefault(_key, _value)

_SILENT = 0
cv2.utils.logging.setLogLevel(_SILENT)


def camera_backend() -> int:
    """The backend that both lists and opens cameras on this system."""
    match sys.platform:
        case "win32":
            return cv2.CAP_MSMF
        case "darwin":
            return cv2.CAP_AVFOUNDATION
        case _:
            return cv2.CAP_V4L2
