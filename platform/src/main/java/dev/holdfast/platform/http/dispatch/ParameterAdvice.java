package dev.holdfast.platform.http.dispatch;

import dev.holdfast.platform.Texts;
import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Reads ids in paths and queries strictly. By an editor, because when a converter refuses a text, Spring falls back to its
 * own editor, which takes {@code 1-1-1-1-1} for an id.
 */
@ControllerAdvice
final class ParameterAdvice {

    @InitBinder
    void strictIds(WebDataBinder binder) {
        binder.registerCustomEditor(UUID.class, new PropertyEditorSupport() {
            @Override
            public void setAsText(String text) {
                UUID id = Texts.uuid(text);
                if (id == null) {
                    throw new IllegalArgumentException("not a UUID");
                }
                setValue(id);
            }
        });
    }
}
