DUNNING_LATE(c_library, strlen);
DUNNING_LATE(c_library, getenv);
