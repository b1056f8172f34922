"""Analysis only: media decoding, models and stages. Knows nothing of cases, people, networks or windows."""

import os

# ONNX Runtime otherwise writes a device id under the home and looks up a host as soon as it is imported.
# Every process of the product imports this package first, and its children inherit the word.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
