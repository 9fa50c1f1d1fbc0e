"""Faults by the dozen, and a server that does them to whoever talks to the sandbox through it."""

from harness.sabotage.body import BODY, bomb
from harness.sabotage.clock import SkewedClock
from harness.sabotage.connection import CONNECTION
from harness.sabotage.content import CONTENT
from harness.sabotage.fault import Act, Effect, Fault, Strike
from harness.sabotage.framing import FRAMING
from harness.sabotage.message import STAGES, Asked, Given, Stage
from harness.sabotage.saboteur import Saboteur
from harness.sabotage.status import STATUS
from harness.sabotage.time import TIME
from harness.sabotage.visit import End, Surroundings, Visit

FAULTS = (*CONNECTION, *FRAMING, *BODY, *CONTENT, *STATUS, *TIME)
"""All that strike at plain HTTP."""

__all__ = [
    "FAULTS",
    "STAGES",
    "Act",
    "Asked",
    "Effect",
    "End",
    "Fault",
    "Given",
    "Saboteur",
    "SkewedClock",
    "Stage",
    "Strike",
    "Surroundings",
    "Visit",
    "bomb",
]
