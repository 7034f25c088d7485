"""CIFAR-100 from a folder, an archive or the net, and the demo set that stands in for it."""
