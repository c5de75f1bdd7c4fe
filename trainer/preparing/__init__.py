"""From public sets to prepared data: every face found, its pose taught, copies dropped, shards and a report."""
