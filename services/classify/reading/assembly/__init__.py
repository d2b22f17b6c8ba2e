"""From cues and mentions to events. No word of any language stands here."""
