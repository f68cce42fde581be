"""Finding services by what people type, measured on the whole catalogue of a province."""
