"""What every module stands on: database, bus, jobs, config, errors. It knows nothing of the product."""
