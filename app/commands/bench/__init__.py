"""The command `poise bench`: how long everything takes on this machine."""
