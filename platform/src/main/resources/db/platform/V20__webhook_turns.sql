-- Grows with every try and every replay and never goes back, as attempt does: what a try ends with counts only while no
-- other began.
alter table platform.webhook_deliveries add column turn bigint not null default 0;
