/** The pages of accounts, as `src/app/routes.tsx` names them. */
export function Welcome() { return null; }
export function SignIn() { return null; }
export function ResetPassword() { return null; }
export function VerifyEmail() { return null; }
export function AcceptInvite() { return null; }
