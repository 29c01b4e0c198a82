"""Alerts as cards of boards: the open ones, and those that changed."""

from collections.abc import Collection, Iterator
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.activity.cards import AlertCard
from services.retention_words import shown

SHOWN = 100
