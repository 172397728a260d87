#include "text/csv.h"
