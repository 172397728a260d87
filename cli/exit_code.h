// The closed set of exit statuses (README, "Exit statuses"). Any other is a failure.
#pragma once

namespace dunning::cli {

enum ExitCode : int {
    done = 0,
    failed = 1,
    wrong_usage = 2,
    done_in_part = 3,    // something waits for a person; the rest is saved
    input_refused = 65,  // nothing of that file was taken
    input_missing = 66,
    out_of_reach = 69,
    write_failed = 74,
    busy = 75,        // nothing was done; the next run tries again
    bad_policy = 78,  // or a ledger of a newer program
    interrupted = 130,
    reader_gone = 141,
};

}  // namespace dunning::cli
