"""What others use for one of the three answers: how long MediaPipe's Face Landmarker takes on the same pictures."""

import time
from collections.abc import Sequence
from pathlib import Path

from app.commands.bench.clip import Pixels
from app.commands.failures import CommandError
from app.perception.offline import mediapipe_options

_WARM_UP = 5


def landmarker_times_ms(file: Path, pictures: Sequence[Pixels]) -> tuple[float, ...]:
    """Milliseconds for each picture. Raises CommandError where the file is no landmarker."""
    if not file.is_file():
        raise CommandError(f"There is no file {file}; give the path of face_landmarker.task.")
    options = mediapipe_options(file)
    import mediapipe as mp
    from mediapipe.tasks.python.vision import FaceLandmarker, FaceLandmarkerOptions

    try:
        landmarker = FaceLandmarker.create_from_options(FaceLandmarkerOptions(base_options=options))
    except (RuntimeError, ValueError) as error:
        raise CommandError(f"{file.name} is no Face Landmarker; give the path of face_landmarker.task.") from error
    images = [mp.Image(image_format=mp.ImageFormat.SRGB, data=pixels) for pixels in pictures]
    times = []
    with landmarker:
        for image in (*images[:_WARM_UP], *images):
            begun = time.perf_counter()
            landmarker.detect(image)
            times.append((time.perf_counter() - begun) * 1000)
    return tuple(times[_WARM_UP:])
