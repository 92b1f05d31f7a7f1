-- Private halves of signing keys are sealed again after the keys of the program changed, like everything that is sealed.
grant update (private_sealed) on platform.signing_keys to holdfast_worker;

-- Which history the feed's numbers belong to concerns nobody in particular; how much is written in all spaces together does.
revoke select on platform.feed from holdfast_app;
grant select (epoch) on platform.feed to holdfast_app;
