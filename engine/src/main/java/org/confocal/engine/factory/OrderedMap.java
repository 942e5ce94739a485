package org.confocal.engine.factory;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.immutable.TreeSeqMap;
import scala.collection.immutable.TreeSeqMap$;

/**
 * An immutable map in the order in which its keys came; whoever is put again keeps the place. A
 * successor shares almost all of its parts with the map that it was made from, so a change costs
 * O(log n) and not a copy. The sharing is that of Scala's {@code TreeSeqMap}, which Pekko brings
 * along.
 */
final class OrderedMap<K, V> extends AbstractMap<K, V> {
  private final TreeSeqMap<K, V> entries;

  private OrderedMap(TreeSeqMap<K, V> entries) {
    this.entries = entries;
  }

  /** The same entries in the same order; the map itself if it is one of these already. */
  static <K, V> OrderedMap<K, V> copyOf(Map<K, V> map) {
    if (map instanceof OrderedMap<K, V> ordered) {
      return ordered;
    }
    TreeSeqMap<K, V> entries = TreeSeqMap$.MODULE$.<K, V>empty();
    for (Map.Entry<K, V> e : map.entrySet()) {
      entries = entries.updated(e.getKey(), e.getValue());
    }
    return new OrderedMap<>(entries);
  }

  OrderedMap<K, V> with(K key, V value) {
    return new OrderedMap<>(entries.updated(key, value));
  }

  OrderedMap<K, V> without(K key) {
    return new OrderedMap<>(entries.removed(key));
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  @SuppressWarnings("unchecked") // a key of another type equals none of ours
  public boolean containsKey(@Nullable Object key) {
    return entries.contains((K) Objects.requireNonNull(key));
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable V get(@Nullable Object key) {
    scala.Option<V> found = entries.get((K) Objects.requireNonNull(key));
    return found.isEmpty() ? null : found.get();
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return entries.size();
      }

      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        scala.collection.Iterator<Tuple2<K, V>> each = entries.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public Map.Entry<K, V> next() {
            Tuple2<K, V> next = each.next();
            return Map.entry(next._1(), next._2());
          }
        };
      }
    };
  }
}
