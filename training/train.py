"""Trains the built-in pack, stage by stage: `python training/train.py --help`."""

from __future__ import annotations

import argparse
from pathlib import Path

from kit.commands import COMMANDS
from kit.presets import PRESETS
from kit.session import Session

REPOSITORY = Path(__file__).resolve().parent.parent


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(description=__doc__)
    top.add_argument("command", choices=COMMANDS, help="; ".join(f"{n}: {c.__doc__}" for n, c in COMMANDS.items()))
    top.add_argument("--work", type=Path, required=True, help="folder of art, checkpoints and logs")
    top.add_argument("--pack", type=Path, default=REPOSITORY / "models" / "emoji", help="the pack to start from")
    top.add_argument("--minutes", type=float, default=10, help="time budget; the learning rate falls to its end")
    top.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    top.add_argument("--preset", choices=PRESETS, default="large")
    top.add_argument("--threads", type=int, default=2, help="processor threads")
    top.add_argument("--seed", type=int, default=1)
    top.add_argument("--version", help="of the pack that promote writes")
    return top


def main(arguments: list[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    COMMANDS[options.command](Session.open(options))


if __name__ == "__main__":
    main()
