package io.postwerk.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The bounds of a record component in a config file, both ends included. For a number they hold for its value, for a string for
 * its length in UTF-16 units, for a list for the number of its elements (and {@link #length()} for the length of each string in
 * it). A string or list without this annotation is held to 1 to 4096 units and 0 to 100,000 elements.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Bounds {
    /** Smallest value, length or number of elements. */
    long min() default 0;

    /** Largest value, length or number of elements. */
    long max();

    /** Largest length of a string that is an element of a list. */
    int length() default 4096;
}
