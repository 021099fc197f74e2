// Draws the documentation of the interface from its own description; asks nobody else for anything.
window.SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  validatorUrl: null,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  requestInterceptor(request) {
    request.headers["X-CSRF-Token"] = document.querySelector('meta[name="csrf"]').content;
    return request;
  },
});
