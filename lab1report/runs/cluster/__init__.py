"""Trainings on the workers of a Dask cluster, for the courses that one machine takes long for."""
