-- Private halves of signing keys are sealed again after the keys of the program changed, like everything that is sealed.
grant update (private_sealed) on platform.signing_keys to holdfast_worker;
