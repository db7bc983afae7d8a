package io.ringside.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a record component a setting: its default as one would type it and, for numbers, the range allowed. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Knob {
  /** The built-in default. */
  String value();

  long min() default 0;

  long max() default Integer.MAX_VALUE;
}
