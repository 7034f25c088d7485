"""What students sent in: whose each PDF is, whether it can be believed, which words two share."""
