/** Does once what the program does, so that the start-up cache knows its classes and which of its methods are busy. */
@NullMarked
package dev.holdfast.buckia.training;

import org.jspecify.annotations.NullMarked;
