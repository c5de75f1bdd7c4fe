"""The command line of the trainer."""

import sys

import typer

from trainer.commands.bench import bench
from trainer.commands.demo_clip import demo_clip
from trainer.commands.ensemble import ensemble
from trainer.commands.evaluate import evaluate
from trainer.commands.export import export
from trainer.commands.faces_found import faces_found
from trainer.commands.front import front
from trainer.commands.gpu_speed import gpu_speed
from trainer.commands.latency import latency
from trainer.commands.model_card import model_card
from trainer.commands.prepare import prepare
from trainer.commands.quantise import quantise
from trainer.commands.reproduce import reproduce
from trainer.commands.robustness import robustness
from trainer.commands.separate import separate
from trainer.commands.stability import stability
from trainer.commands.teach import teach
from trainer.commands.train import report, train
from trainer.commands.turn import turn

# torch and mediapipe are imported by the commands that need them: `evaluate` and `--help` work without torch.

commands = typer.Typer(help="Train and measure the network of Poise.", no_args_is_help=True, add_completion=False)

commands.command()(prepare)
commands.command()(turn)
commands.command()(teach)
commands.command()(train)
commands.command()(report)
commands.command()(evaluate)
commands.command("faces-found")(faces_found)
commands.command()(robustness)
commands.command()(bench)
commands.command()(latency)
commands.command()(gpu_speed)
commands.command()(separate)
commands.command()(front)
commands.command()(stability)
commands.command()(reproduce)
commands.command()(export)
commands.command()(quantise)
commands.command()(ensemble)
commands.command("model-card")(model_card)
commands.command("demo-clip")(demo_clip)
commands.command("card-speed", hidden=True)(gpu_speed)  # its name until 0.2


def run() -> None:
    """The command `poise-train`."""
    try:
        commands()
    except KeyboardInterrupt:
        sys.exit(130)
