package io.jobarrays.localcloud.control;

import io.jobarrays.localcloud.front.HttpCall;

/** Calls of the control API below one path. */
interface ControlRoute {
    /**
     * @param call method and the rest of the path: {@code POST reset}
     * @return JSON
     */
    String answer(String call, HttpCall request);
}
