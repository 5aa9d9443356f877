"""Phased rollout: steps, the options that arrange them, when they finish and whom they disturb."""
