-- The newest head of the public record that any process published: one row, so that no older copy is continued.

CREATE TABLE "published" (
    "id" integer PRIMARY KEY CHECK ("id" = 1),
    "size" bigint NOT NULL,
    "root" text NOT NULL
);
