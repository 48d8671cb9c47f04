"""The measurements in small: that they run and count right. Times are judged by `make bench` only."""
