"""Return memory to the system."""

import ctypes
import gc


def release_memory() -> None:
    """Collect garbage, and return what was freed to the system, which glibc does not do by itself."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
