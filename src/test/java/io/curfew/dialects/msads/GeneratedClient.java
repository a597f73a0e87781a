package io.curfew.dialects.msads;

import com.sun.tools.ws.wscompile.WsimportTool;
import io.curfew.testing.Advertisers.Person;
import jakarta.xml.bind.JAXBElement;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPHeader;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.handler.soap.SOAPHandler;
import jakarta.xml.ws.handler.soap.SOAPMessageContext;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.namespace.QName;

/**
 * A JAX-WS client that is generated, compiled and loaded from the WSDL of a running service, as a user would make one. Its
 * classes are known by their names only.
 */
final class GeneratedClient {
    private final Map<String, Class<?>> types;
    private final Object port;

    private GeneratedClient(Map<String, Class<?>> types, Object port) {
        this.types = types;
        this.port = port;
    }

    /** Makes the client of the WSDL at {@code wsdl}, whose address it calls. */
    static GeneratedClient of(URI wsdl, Path directory) {
        try {
            Path classes = Files.createDirectories(directory.resolve("classes"));
            generate(wsdl, classes);
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {classes.toUri().toURL()}, GeneratedClient.class.getClassLoader());
            Map<String, Class<?>> types = load(classes, loader);
            Object service = Objects.requireNonNull(types.get("CustomerManagementService"))
                    .getConstructor(URL.class)
                    .newInstance(wsdl.toURL());
            Object port = Arrays.stream(service.getClass().getMethods())
                    .filter(method -> method.getName().equals("getBasicHttpBindingICustomerManagementService")
                            && method.getParameterCount() == 0)
                    .findFirst()
                    .orElseThrow()
                    .invoke(service);
            return new GeneratedClient(types, port);
        } catch (ReflectiveOperationException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The generated classes by their simple names, which are of one schema's namespace each. */
    private static Map<String, Class<?>> load(Path classes, ClassLoader loader)
            throws java.io.IOException, ClassNotFoundException {
        Map<String, Class<?>> types = new HashMap<>();
        try (var files = Files.walk(classes)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".class")).toList()) {
                String path = classes.relativize(file).toString();
                Class<?> type = loader.loadClass(
                        path.substring(0, path.length() - ".class".length()).replace(File.separatorChar, '.'));
                types.put(type.getSimpleName(), type);
            }
        }
        return types;
    }

    private static void generate(URI wsdl, Path classes) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            String[] options = {
                "-quiet", "-Xnocompile", "-s", classes.toString(), "-d", classes.toString(), wsdl.toString()
            };
            if (!new WsimportTool(out).run(options)) {
                throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
            }
            compile(classes);
        } catch (Throwable e) {
            throw new IllegalStateException(said.toString(StandardCharsets.UTF_8), e);
        }
    }

    private static void compile(Path classes) throws java.io.IOException {
        List<String> sources;
        try (var files = Files.walk(classes)) {
            sources = files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .toList();
        }
        List<String> options = new java.util.ArrayList<>(
                List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-classpath", classPath()));
        options.addAll(sources);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int result =
                javax.tools.ToolProvider.getSystemJavaCompiler().run(null, said, said, options.toArray(String[]::new));
        if (result != 0) {
            throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
        }
    }

    /** Where the libraries are that generated classes are made with. */
    private static String classPath() {
        Set<String> jars = new LinkedHashSet<>();
        for (Class<?> one : List.of(
                jakarta.xml.ws.Service.class,
                JAXBElement.class,
                jakarta.jws.WebService.class,
                jakarta.activation.DataHandler.class)) {
            try {
                jars.add(new File(one.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .getPath());
            } catch (java.net.URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    /** An empty object of a generated class. */
    Object make(String name) {
        try {
            return type(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A word of a generated enumeration. */
    Object word(String enumeration, String value) {
        return call(null, find(type(enumeration), "fromValue"), value);
    }

    private Class<?> type(String name) {
        return Objects.requireNonNull(types.get(name), name);
    }

    /** Sets a property of a generated object, wrapped where its type wants that. */
    void set(Object object, String property, Object value) {
        Method setter = find(object.getClass(), "set" + property);
        boolean wrapped = setter.getParameterTypes()[0] == JAXBElement.class && !(value instanceof JAXBElement);
        call(object, setter, wrapped ? wrapped(object, property, value) : value);
    }

    /** By the factory beside the object's class, which knows the element's name. */
    private static Object wrapped(Object object, String property, Object value) {
        Class<?> type = object.getClass();
        try {
            Object factory = type.getClassLoader()
                    .loadClass(type.getPackageName() + ".ObjectFactory")
                    .getConstructor()
                    .newInstance();
            return call(factory, find(factory.getClass(), "create" + type.getSimpleName() + property), value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A property of a generated object. */
    static Object get(Object object, String property) {
        return call(object, find(object.getClass(), "get" + property));
    }

    private static Method find(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " has no " + name));
    }

    private static Object call(Object object, Method method, Object... arguments) {
        try {
            return method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Calls an operation.
     *
     * @param filling sets what is in the request
     * @return the response
     * @throws Fault for a fault that the client reads as one of the service's
     */
    Object call(Person caller, String operation, Consumer<Object> filling) throws Fault {
        Object request = make(operation + "Request");
        filling.accept(request);
        Method method = find(port.getClass(), Character.toLowerCase(operation.charAt(0)) + operation.substring(1));
        Headers headers = new Headers(caller);
        ((BindingProvider) port).getBinding().setHandlerChain(List.of(headers));
        try {
            Object response = method.invoke(port, request);
            if (headers.trackingId.isEmpty()) {
                throw new IllegalStateException("an answer without a TrackingId");
            }
            return response;
        } catch (InvocationTargetException e) {
            Fault fault = fault(e.getCause());
            if (!fault.trackingId().equals(headers.trackingId)) {
                throw new IllegalStateException("a fault of another TrackingId than its header's");
            }
            throw fault;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a caller's tokens to what is sent, and looks at the first block of what comes back. */
    private static final class Headers implements SOAPHandler<SOAPMessageContext> {
        private final Person caller;
        private String trackingId = "";

        Headers(Person caller) {
            this.caller = caller;
        }

        @Override
        public boolean handleMessage(SOAPMessageContext context) {
            try {
                SOAPHeader header = context.getMessage().getSOAPHeader();
                if (Boolean.TRUE.equals(context.get(MessageContext.MESSAGE_OUTBOUND_PROPERTY))) {
                    SOAPHeader own = header == null
                            ? context.getMessage().getSOAPPart().getEnvelope().addHeader()
                            : header;
                    own.addChildElement(new QName(MsAdsClient.V13, "AuthenticationToken"))
                            .addTextNode(caller.accessToken());
                    own.addChildElement(new QName(MsAdsClient.V13, "DeveloperToken"))
                            .addTextNode(caller.developerToken());
                } else if (header != null && header.getFirstChild() != null) {
                    trackingId = header.getFirstChild().getTextContent();
                }
            } catch (SOAPException e) {
                throw new IllegalStateException(e);
            }
            return true;
        }

        @Override
        public boolean handleFault(SOAPMessageContext context) {
            return handleMessage(context);
        }

        @Override
        public void close(MessageContext context) {}

        @Override
        public Set<QName> getHeaders() {
            return Set.of();
        }
    }

    private static Fault fault(Throwable cause) {
        Object info;
        try {
            info = cause.getClass().getMethod("getFaultInfo").invoke(cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(cause);
        }
        boolean adApi = info.getClass().getSimpleName().equals("AdApiFaultDetail");
        Object list = unwrap(get(info, adApi ? "Errors" : "OperationErrors"));
        List<?> errors = (List<?>) get(list, adApi ? "AdApiError" : "OperationError");
        Object error = errors.get(0);
        return new Fault(
                info.getClass().getSimpleName() + " " + get(error, "Code"),
                String.valueOf(unwrap(get(error, "Message"))),
                String.valueOf(unwrap(get(info, "TrackingId"))));
    }

    /** What is in an element that may be nil. */
    static Object unwrap(Object value) {
        return value instanceof JAXBElement<?> element ? element.getValue() : value;
    }

    /** The address that the client calls. */
    String address() {
        return (String) ((BindingProvider) port).getRequestContext().get(BindingProvider.ENDPOINT_ADDRESS_PROPERTY);
    }

    /** A fault as the client's typed exceptions tell it. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        private final String outcome;
        private final String trackingId;

        Fault(String outcome, String message, String trackingId) {
            super(message);
            this.outcome = outcome;
            this.trackingId = trackingId;
        }

        String outcome() {
            return outcome;
        }

        String trackingId() {
            return trackingId;
        }
    }
}
