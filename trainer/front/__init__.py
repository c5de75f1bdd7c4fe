"""Candidate networks on one Pareto front of accuracy against time."""
