package io.postwerk.crds;

import java.util.List;

/** A status with conditions. */
public interface Conditioned {
    /** Conditions, at most one of each type. */
    List<StatusCondition> conditions();
}
