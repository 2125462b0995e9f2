"""What the recogniser is measured on: sentences nobody trained on, spoken by voices nobody heard."""
