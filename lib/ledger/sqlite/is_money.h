// The one condition by which statements tell money from what only settles: waivers, discounts and
// what lists of open items have settled lie on no account (see core/list_settlement.h).
//
// A text, because statements are constant: R"sql(... WHERE )sql" DUNNING_IS_MONEY R"sql( ...)sql".
#pragma once

#define DUNNING_IS_MONEY \
    "receipt.kind NOT IN ('waiver', 'discount') AND receipt.method NOT GLOB 'snapshot*'"
