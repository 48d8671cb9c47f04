"""Small runs of the measurements: that they run and count right. Only `make bench` judges times."""
