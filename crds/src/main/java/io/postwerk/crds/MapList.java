package io.postwerk.crds;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A list that is merged by a key of its elements, which no two of them share ({@code x-kubernetes-list-type: map}). */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface MapList {
    /** The key; several members together can be one. */
    String[] value();
}
