package io.curfew.numbers;

/** How a webhook is called. */
public enum WebhookMethod {
    GET,
    POST
}
