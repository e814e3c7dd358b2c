"""What programs may read: `/api/v1`, JSON, described by `/api/v1/openapi.json`."""
