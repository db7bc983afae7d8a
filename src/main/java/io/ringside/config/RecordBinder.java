package io.ringside.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the record tree from settings whose types have been checked. */
final class RecordBinder {
  private final SortedMap<String, Setting> settings;

  private RecordBinder(SortedMap<String, Setting> settings) {
    this.settings = settings;
  }

  static NodeConfig bind(SortedMap<String, Setting> settings) {
    var binder = new RecordBinder(settings);
    return construct(NodeConfig.class, Arrays.stream(NodeConfig.class.getRecordComponents())
        .map(section -> section.getType().isRecord()
            ? binder.section(section.getType().asSubclass(Record.class), section.getName() + ".")
            : binder.buckets())
        .toArray());
  }

  private <T extends Record> T section(Class<T> type, String prefix) {
    return construct(type, Arrays.stream(type.getRecordComponents())
        .map(component -> value(prefix + component.getName())).toArray());
  }

  private SortedMap<String, BucketConfig> buckets() {
    var buckets = new TreeMap<String, BucketConfig>();
    settings.keySet().forEach(key -> Schema.bucketOf(key).ifPresent(bucket ->
        buckets.computeIfAbsent(bucket, name -> section(BucketConfig.class, "buckets." + name + "."))));
    return buckets;
  }

  private Object value(String key) {
    return Schema.find(key).orElseThrow().parse(Schema.resolve(settings, key).text());
  }

  private static <T extends Record> T construct(Class<T> type, Object[] values) {
    Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new IllegalStateException(type.getSimpleName() + " refuses checked values", refused.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
