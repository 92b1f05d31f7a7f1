/** The pages of accounts, as `src/app/routes.tsx` names them. */
export { AcceptInvite, ResetPassword, VerifyEmail } from './Mailed';
export { SignIn } from './SignIn';
export { Welcome } from './Welcome';
