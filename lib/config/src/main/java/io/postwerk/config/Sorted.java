package io.postwerk.config;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Binary search by a key, and the check that the elements are sorted. */
public final class Sorted {
    private Sorted() {}

    /** Position of the element with that key in the sorted array, or a negative number. */
    public static <T, K> int find(T[] sorted, Function<T, K> key, K wanted, Comparator<K> order) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int compared = order.compare(key.apply(sorted[middle]), wanted);
            if (compared == 0) {
                return middle;
            }
            if (compared < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** @throws IllegalArgumentException unless the keys grow from element to element, which also says that none is repeated */
    public static <T, K extends Comparable<K>> void require(List<T> list, Function<T, K> key) {
        for (int i = 1; i < list.size(); i++) {
            if (key.apply(list.get(i - 1)).compareTo(key.apply(list.get(i))) >= 0) {
                throw new IllegalArgumentException("'" + key.apply(list.get(i)) + "' is out of order or repeated");
            }
        }
    }
}
