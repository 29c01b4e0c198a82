"""The desk where people review calls: samples, queues, verdicts, appeals, calibration."""
