"""What all tests share: property tests that give the same result everywhere."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "everywhere",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("everywhere")
