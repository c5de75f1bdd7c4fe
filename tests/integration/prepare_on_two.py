"""Pictures looked at by a local dask cluster of two workers, one of which is killed under way, and by one process.

A program of its own, because dask leaves threads behind.
"""

import os
import signal
import sys

import cv2
import dask
import numpy as np
from distributed import LocalCluster

from app.capture.demo import open_demo
from trainer.data.picture import Labels, Picture, Role
from trainer.preparing.annotate import annotate


def pictures() -> list[Picture]:
    source = open_demo(realtime=False, loop=False)
    frame = source.read()
    source.close()
    assert frame is not None
    small = cv2.resize(frame.pixels, (320, 180))
    shifted = (np.roll(small, index, axis=1) for index in range(192))
    encoded = (cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes() for pixels in shifted)
    return [Picture("mine", str(index), Role.TRAIN, image, Labels()) for index, image in enumerate(encoded)]


if __name__ == "__main__":
    with (
        dask.config.set({"logging.distributed": "critical"}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
    ):
        together = annotate(pictures(), None, 1, cluster.scheduler_address)
        first = next(together)
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        found = [first, *together]
    alone = list(annotate(pictures(), None, 1))
    assert sum(seen.crop is not None for _, seen in alone) > 50, "no faces: the test says nothing"
    sys.exit(0 if found == alone else 1)
