package io.postwerk.store;

import java.util.List;

/** What became of a change of flags. */
public sealed interface FlagsResult permits FlagsResult.Changed, NoSuchFolder, LimitReached, StoreFailed {
    /**
     * Done.
     *
     * @param messages every message of the request that was there, also those whose flags were so already (these keep
     *     their mod-sequence)
     */
    record Changed(List<MessageFlags> messages) implements FlagsResult {
        public Changed {
            messages = List.copyOf(messages);
        }
    }
}
