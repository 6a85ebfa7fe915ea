"""From a page's blocks to a label for each: cues, model, decoder, judgement."""
