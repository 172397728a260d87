// Nothing is wrong here: own folder, standard library, a package that this layer may have. A comment may
// say SELECT * FROM invoice.
#include <fmt/format.h>

#include <string>

#include "core/money.h"
