package io.curfew.platform;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * In all tests that share the service, whatever Jackson would find the members of by reflection has to be one of
 * {@link ReflectedTypes}: in a native image, an answer with any other type is an empty object. Here it fails, and the test
 * that asked for it.
 */
@Singleton
public final class JacksonWatch implements ObjectMapperCustomizer {
    private static final Set<Class<?>> REFLECTED = Reflected.all();

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(module());
    }

    /** What refuses the others. */
    static Module module() {
        return new SimpleModule("watch").setSerializerModifier(new Written()).setDeserializerModifier(new Read());
    }

    private static void require(Class<?> type) {
        if (!REFLECTED.contains(type)) {
            throw new IllegalStateException(type + " has to be in ReflectedTypes: a native image does not know it");
        }
    }

    private static final class Written extends BeanSerializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription type, JsonSerializer<?> serializer) {
            if (serializer instanceof BeanSerializerBase) {
                require(type.getBeanClass());
            }
            return serializer;
        }

        @Override
        public JsonSerializer<?> modifyEnumSerializer(
                SerializationConfig config, JavaType type, BeanDescription description, JsonSerializer<?> serializer) {
            require(type.getRawClass());
            return serializer;
        }
    }

    private static final class Read extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription type, JsonDeserializer<?> deserializer) {
            if (deserializer instanceof BeanDeserializerBase) {
                require(type.getBeanClass());
            }
            return deserializer;
        }
    }
}
